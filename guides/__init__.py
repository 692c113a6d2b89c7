"""What an item asks for: service guides as data, with no web, no database and no clock."""
