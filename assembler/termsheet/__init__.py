"""The term sheet: read strictly, typed, computed, and ready to be printed."""
