"""The demo town 临江市: fictional offices, people, enterprises and cases, made through the services that people use."""
