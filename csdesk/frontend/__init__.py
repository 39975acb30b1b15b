"""The front-end packages: npm lock, list of wanted files, and the build hook that fetches them."""
