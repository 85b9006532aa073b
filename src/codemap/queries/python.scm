; Definitions
(class_definition name: (identifier) @name body: (_) @body) @class
(function_definition name: (identifier) @name body: (_) @body) @function

(module
  (expression_statement
    (assignment left: (identifier) @name)) @const
  (#match? @name "^[A-Z][A-Z0-9_][A-Z0-9_]+$"))
(module (expression_statement (assignment left: (identifier) @name)) @variable)
(module
  (type_alias_statement
    left: (type [(identifier) @name (generic_type . (identifier) @name)])) @type)
(class_definition
  body: (block (expression_statement (assignment left: (identifier) @name)) @property))

; Imports
(import_statement name: (_) @import)
(import_from_statement) @import
(future_import_statement) @import

; Uses
(identifier) @use
