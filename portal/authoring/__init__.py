"""What authors do with guides on their own machine, before anybody else sees them: no database, no portal."""
