mod config;
mod hub;
mod relay;

use config::Config;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "relay.toml".into());
    let config = Config::load(&path)?;
    relay::serve(config).await
}
