/** The way to an endpoint. Written by the service. */
export const egressProxies = `
-- Name of a proxy, or 'direct'; null: the default.
ALTER TABLE endpoints ADD COLUMN egress_proxy TEXT;
`;
