; Definitions
(namespace_declaration name: (_) @name body: (_) @body) @module
(file_scoped_namespace_declaration name: (_) @name) @module @rest
(class_declaration name: (identifier) @name body: (_)? @body) @class
(struct_declaration name: (identifier) @name body: (_)? @body) @class
(record_declaration name: (identifier) @name body: (_)? @body) @class
(interface_declaration name: (identifier) @name body: (_)? @body) @interface
(enum_declaration name: (identifier) @name body: (_)? @body) @enum
(delegate_declaration name: (identifier) @name) @type
(method_declaration name: (identifier) @name body: (_)? @body) @method
(constructor_declaration name: (identifier) @name body: (_)? @body) @method
(destructor_declaration "~" name: (identifier) @name body: (_)? @body) @method
(property_declaration name: (identifier) @name accessors: (_) @body) @property
(property_declaration name: (identifier) @name value: (arrow_expression_clause) @body) @property
(event_declaration name: (identifier) @name accessors: (_) @body) @property
(event_field_declaration
  (variable_declaration (variable_declarator name: (identifier) @name))) @property
(field_declaration
  (modifier "const")
  (variable_declaration (variable_declarator name: (identifier) @name))) @const
(field_declaration
  (variable_declaration (variable_declarator name: (identifier) @name))) @property
(indexer_declaration) @local
(operator_declaration) @local

; Imports
(using_directive) @import

; Uses
(identifier) @use
