use serde::Deserialize;

/// What the file says.
#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    pub listen: String,
    pub max_clients: usize,
}

impl Config {
    /// Reads the file; what is wrong with it is an error of its own kind.
    pub fn load(path: &str) -> std::io::Result<Config> {
        let text = std::fs::read_to_string(path)?;
        toml::from_str(&text).map_err(|e| std::io::Error::new(std::io::ErrorKind::InvalidData, e))
    }
}
