#[test]
fn a_missing_file_is_an_error() {
    assert!(std::fs::read_to_string("nothing.toml").is_err());
}
