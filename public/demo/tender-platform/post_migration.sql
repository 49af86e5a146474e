-- Tender platform: what is run by hand after `alembic upgrade head`.
-- Needs a role that may create extensions. The whole file can be run again safely.

-- 1. Vector search
CREATE EXTENSION IF NOT EXISTS vector;

ALTER TABLE embeddings
    ALTER COLUMN vector TYPE vector(1536)
    USING vector::vector(1536);

-- lists = 100 suits up to about 100 000 chunks. Build it after the first load.
CREATE INDEX IF NOT EXISTS idx_embeddings_vector
    ON embeddings
    USING ivfflat (vector vector_cosine_ops)
    WITH (lists = 100);

-- 2. Configuration
INSERT INTO system_config (config_key, config_value, description) VALUES
    ('scraper.enabled', 'true', 'Whether the tender scraper runs'),
    ('scraper.interval_minutes', '60', 'Minutes between two runs of the scraper'),
    ('embeddings.model', 'text-embedding-3-small', 'Model that produced embeddings.vector'),
    ('embeddings.dimensions', '1536', 'Length of embeddings.vector'),
    ('trial.days', '14', 'Days a new account may use the paid tier'),
    ('rate_limit.queries_per_day.free', '5', 'Questions a free account may ask in a day')
ON CONFLICT (config_key) DO NOTHING;

INSERT INTO admin_settings (setting_key, setting_value, description) VALUES
    ('maintenance_mode', 'false'::jsonb, 'Shows the maintenance page to everyone but administrators'),
    ('signup_open', 'true'::jsonb, 'Whether new accounts may be created')
ON CONFLICT (setting_key) DO NOTHING;

-- 3. Statistics by category and month
CREATE MATERIALIZED VIEW IF NOT EXISTS tender_statistics AS
SELECT
    category,
    date_trunc('month', publication_date::timestamp)::date AS month,
    count(*) AS tender_count,
    count(*) FILTER (WHERE status = 'open') AS open_count,
    count(*) FILTER (WHERE status = 'awarded') AS awarded_count,
    sum(estimated_value_mkd) AS estimated_value_mkd,
    sum(actual_value_mkd) AS actual_value_mkd,
    avg(estimated_value_eur) AS average_estimated_value_eur
FROM tenders
WHERE publication_date IS NOT NULL
GROUP BY category, date_trunc('month', publication_date::timestamp);

CREATE UNIQUE INDEX IF NOT EXISTS idx_tender_statistics_category_month
    ON tender_statistics (category, month);

CREATE INDEX IF NOT EXISTS idx_tender_statistics_month
    ON tender_statistics (month);
