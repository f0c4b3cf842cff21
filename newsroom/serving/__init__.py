"""What answers requests and does the work behind them: page cache, worker, outages, purges."""
