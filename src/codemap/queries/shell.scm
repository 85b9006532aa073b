; Definitions
(function_definition name: (word) @name body: (_) @body) @function
(program
  (declaration_command (variable_assignment name: (variable_name) @name)) @const
  (#match? @name "^[A-Z_][A-Z0-9_]*$"))
(program
  (variable_assignment name: (variable_name) @name) @const
  (#match? @name "^[A-Z_][A-Z0-9_]*$"))

; Imports
(command
  name: (command_name (word) @_source)
  argument: (_) @import
  (#match? @_source "^(source|[.])$"))

; Uses
(variable_name) @use
(command_name (word) @use)
