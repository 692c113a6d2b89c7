"""How a case may move: procedures, commands, events, rules, clocks and the working calendar; no web, no database."""
