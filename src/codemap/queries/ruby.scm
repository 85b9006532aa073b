; Definitions
(class name: (_) @name @head superclass: (_)? @head) @class
(module name: (_) @name @head) @module
(method name: (_) @name @head parameters: (_)? @head) @function
(singleton_method name: (_) @name @head parameters: (_)? @head) @function
(assignment left: (constant) @name) @const
(call
  !receiver
  method: (identifier) @_attr
  arguments: (argument_list (simple_symbol) @name)
  (#match? @_attr "^attr_(reader|writer|accessor)$")) @property

(body_statement (identifier) @access (#match? @access "^(private|protected|public)$"))

; Imports
(call
  !receiver
  method: (identifier) @_require
  arguments: (argument_list . (string) @import)
  (#match? @_require "^require(_relative)?$"))

; Uses
[(identifier) (constant)] @use
