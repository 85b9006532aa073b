; Definitions
(namespace_definition name: (_) @name body: (_) @body) @module
(function_definition
  type: (_)
  declarator: [
    (function_declarator declarator: [(identifier) (field_identifier) (qualified_identifier)] @name)
    (pointer_declarator
      declarator: (function_declarator
        declarator: [(identifier) (field_identifier) (qualified_identifier)] @name))
    (pointer_declarator
      declarator: (pointer_declarator
        declarator: (function_declarator
          declarator: [(identifier) (field_identifier) (qualified_identifier)] @name)))
    (reference_declarator
      (function_declarator declarator: [(identifier) (field_identifier) (qualified_identifier)] @name))
  ]
  body: (compound_statement) @body) @function
(function_definition
  !type
  declarator: (function_declarator declarator: (qualified_identifier) @name)
  body: (compound_statement) @body) @function
(field_declaration_list
  (function_definition
    !type
    declarator: (function_declarator declarator: [(identifier) (destructor_name)] @name)
    body: (compound_statement) @body) @function)
(field_declaration_list
  (template_declaration
    (function_definition
      !type
      declarator: (function_declarator declarator: (identifier) @name)
      body: (compound_statement) @body) @function))
(class_specifier
  name: [(type_identifier) (qualified_identifier) (template_type name: (type_identifier))] @name
  body: (_) @body) @class
(struct_specifier
  name: [(qualified_identifier) (template_type name: (type_identifier))] @name
  body: (_) @body) @class
(alias_declaration name: (type_identifier) @name) @type
(type_definition
  type: [
    (struct_specifier name: (type_identifier) @name body: (_) @body)
    (union_specifier name: (type_identifier) @name body: (_) @body)
  ]) @class
(type_definition type: (enum_specifier name: (type_identifier) @name body: (_) @body)) @enum
(struct_specifier name: (type_identifier) @name body: (_) @body) @class
(union_specifier name: (type_identifier) @name body: (_) @body) @class
(enum_specifier name: (type_identifier) @name body: (_) @body) @enum
(type_definition
  type: [(struct_specifier !name body: (_) @body) (union_specifier !name body: (_) @body)]
  declarator: (type_identifier) @name) @class
(type_definition
  type: (enum_specifier !name body: (_) @body)
  declarator: (type_identifier) @name) @enum
(type_definition
  declarator: [
    (type_identifier) @name
    (pointer_declarator declarator: (type_identifier) @name)
    (array_declarator declarator: (type_identifier) @name)
    (function_declarator declarator: (type_identifier) @name)
    (function_declarator
      declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))
    (pointer_declarator
      declarator: (function_declarator
        declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name))))
  ]) @type
(declaration
  (type_qualifier) @_const
  declarator: (init_declarator
    declarator: [
      (identifier) @name
      (array_declarator declarator: (identifier) @name)
      (array_declarator declarator: (array_declarator declarator: (identifier) @name))
      (pointer_declarator declarator: (identifier) @name)
      (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
    ])
  (#match? @_const "^const")) @const
(declaration
  declarator: (init_declarator
    declarator: [
      (identifier) @name
      (array_declarator declarator: (identifier) @name)
      (array_declarator declarator: (array_declarator declarator: (identifier) @name))
      (pointer_declarator declarator: (identifier) @name)
      (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
    ])) @variable
(preproc_def name: (identifier) @name) @const
(preproc_function_def name: (identifier) @name) @const
(field_declaration_list (access_specifier) @access)
(function_definition) @local

; Imports
(preproc_include path: (_) @import)

; Uses
[(identifier) (type_identifier) (field_identifier) (namespace_identifier)] @use
