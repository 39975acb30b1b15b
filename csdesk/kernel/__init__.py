"""The ground floor: knows no feature and no Flask."""
