"""How a case may move: procedures, commands, events, rules, clocks and the working calendar; pure, without database, web or clock."""
