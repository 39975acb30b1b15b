"""The shell around every view: access, forms, fragments, frame, errors and headers; knows no feature."""
