; Definitions
(class_declaration "interface" name: (identifier) @name (class_body)? @body) @interface
(class_declaration name: (identifier) @name (enum_class_body) @body) @enum
(class_declaration name: (identifier) @name (class_body)? @body) @class
(object_declaration name: (identifier) @name (class_body)? @body) @class
(companion_object name: (identifier) @name (class_body)? @body) @class
(function_declaration name: (identifier) @name (function_body)? @body) @function
(source_file (property_declaration "val" (variable_declaration . (identifier) @name)) @const)
(source_file (property_declaration "var" (variable_declaration . (identifier) @name)) @variable)
(class_body
  (property_declaration
    (modifiers (property_modifier))
    (variable_declaration . (identifier) @name)) @const)
(class_body
  (property_declaration (variable_declaration . (identifier) @name)) @property)
(enum_class_body (property_declaration (variable_declaration . (identifier) @name)) @property)
(type_alias type: (identifier) @name) @type
(anonymous_initializer) @local
(enum_entry) @local
(object_literal) @local
(lambda_literal) @local

; Imports
(import) @import
(package_header) @import

; Uses
(identifier) @use
