"""The work that is left, played forward a thousand times: areas, teams, seasons, money, and what they may become."""
