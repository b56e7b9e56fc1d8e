"""The window's coaching pages: Today, issues, plan, the next talk, the intervention, 360 rounds, decisions."""
