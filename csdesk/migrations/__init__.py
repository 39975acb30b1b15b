"""Changes of the database's shape, one file each under versions/; run by ``csdesk db upgrade``."""
