"""The investors of a deal, where its term sheet names a workbook or a CSV file that lists them."""
