; Definitions
(class_definition name: (identifier) @name body: (_)? @body) @class
(object_definition name: (identifier) @name body: (_)? @body) @class
(package_object name: (identifier) @name body: (_)? @body) @class
(trait_definition name: (identifier) @name body: (_)? @body) @interface
(enum_definition name: (identifier) @name body: (_)? @body) @enum
(function_definition name: (_) @name body: (_)? @body) @function
(function_declaration name: (_) @name) @function
(type_definition name: (type_identifier) @name) @type
(template_body (val_definition pattern: (identifier) @name) @property)
(template_body (var_definition pattern: (identifier) @name) @property)
(template_body (val_declaration name: (identifier) @name) @property)
(template_body (var_declaration name: (identifier) @name) @property)
(compilation_unit (val_definition pattern: (identifier) @name) @const)
(compilation_unit (var_definition pattern: (identifier) @name) @variable)

; Imports
(import_declaration) @import
(package_clause) @import

; Uses
[(identifier) (type_identifier)] @use
