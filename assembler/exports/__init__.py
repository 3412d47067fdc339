"""The documents and figures of a deal in other formats: text, XLSX, CSV, OCF, PDF."""
