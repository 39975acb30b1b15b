"""Who must not be contacted: kept as given, matched by keyed digests, and outliving every customer row."""
