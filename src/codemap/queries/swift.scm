; Definitions
(class_declaration name: (_) @name body: (enum_class_body) @body) @enum
(class_declaration name: (_) @name body: (_) @body) @class
(protocol_declaration name: (_) @name body: (_) @body) @interface
(function_declaration name: (simple_identifier) @name body: (_)? @body) @function
(protocol_function_declaration name: (simple_identifier) @name) @function
(init_declaration name: "init" @name body: (_)? @body) @method
(typealias_declaration name: (type_identifier) @name) @type
(associatedtype_declaration name: (type_identifier) @name) @type
(source_file
  (property_declaration
    (value_binding_pattern "let")
    name: (pattern bound_identifier: (simple_identifier) @name)) @const)
(source_file
  (property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @variable)
(class_body
  (property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @property)
(enum_class_body
  (property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @property)
(protocol_property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @property
(deinit_declaration) @local
(subscript_declaration) @local
(lambda_literal) @local

; Imports
(import_declaration (identifier) @import)

; Uses
[(simple_identifier) (type_identifier)] @use
