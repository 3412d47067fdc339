"""Import the investors of a deal from a workbook or a CSV file that its term sheet names."""
