"""The window: a shell around the core, one module per screen or pane, all Qt there is.

A pane knows the session, the tools it is given and its own widgets, nothing else; the main window puts
panes together. No journal, record or report is computed here, and nothing here is imported elsewhere.
"""
