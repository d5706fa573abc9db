-- A dump of the CRM: customers, their addresses and their orders, with what years of typing have left in them.
CREATE TABLE customers (
    customer_id INTEGER PRIMARY KEY,
    first_name  TEXT,
    last_name   TEXT,
    company     TEXT,
    email       TEXT,
    phone       TEXT,
    active      INTEGER NOT NULL DEFAULT 1,
    merged_into INTEGER REFERENCES customers (customer_id),
    deleted_at  TEXT
);
CREATE TABLE addresses (
    address_id  INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
    kind        TEXT NOT NULL,
    is_primary  INTEGER NOT NULL DEFAULT 0,
    street      TEXT,
    postal_code TEXT,
    city        TEXT,
    country     TEXT,
    updated_at  TEXT NOT NULL
);
CREATE TABLE orders (
    order_id    INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
    ordered_at  TEXT NOT NULL,
    status      TEXT NOT NULL,
    total_cents INTEGER NOT NULL
);
CREATE INDEX addresses_customer ON addresses (customer_id);
CREATE INDEX orders_customer ON orders (customer_id);

INSERT INTO customers (customer_id, first_name, last_name, company, email, phone, active, merged_into, deleted_at) VALUES
    (1001, 'Anna', 'Müller', NULL, 'anna.mueller@example.com', '+49 221 555010', 1, NULL, NULL),
    (1002, 'Jonas ', ' Schmidt', NULL, 'JONAS.SCHMIDT@EXAMPLE.COM ', '0221/555011', 1, NULL, NULL),
    (1003, NULL, NULL, 'Bäckerei Groß & Söhne GmbH', 'einkauf@baeckerei-gross.example', '+49 30 555012', 1, NULL, NULL),
    (1004, 'Siobhán', 'O''Connor', NULL, 'siobhan@example.org', NULL, 1, NULL, NULL),
    (1005, 'Jean-Luc', 'Lefèvre', 'Lefèvre, Moreau et Cie', 'jl.lefevre@example.net', '+33 4 55 50 13', 1, NULL, NULL),
    (1006, 'A.', 'Mueller', NULL, 'anna.mueller@example.com', NULL, 1, 1001, NULL),
    (1007, 'Priya', 'Patel', 'Camden "Tea & Co."', 'priya@example.org', '020 5550 14', 1, NULL, NULL),
    (1008, 'TEST', 'TEST', 'Testkunde bitte nicht löschen', 'test@test', '000', 0, NULL, NULL),
    (1009, 'Lucía', 'Ibáñez', NULL, 'n/a', NULL, 1, NULL, NULL),
    (1010, 'Łukasz', 'Wójcik', NULL, 'lukasz.wojcik@example.com', '+48 55 550 15', 1, NULL, NULL),
    (1011, '', '', '', 'info@example.com', NULL, 1, NULL, NULL),
    (1012, 'Mehmet', 'Yılmaz', 'Yılmaz  Import   Export', 'mehmet@example.com', '+49 221 555016', 1, NULL, NULL),
    (1013, 'Käthe', 'Krüger', NULL, NULL, '0221 - 55 50 17', 1, NULL, NULL),
    (1014, 'Oliver', 'Smith', NULL, 'oliver.smith@example.org', NULL, 1, NULL, '2025-11-03T09:12:44Z'),
    (1015, 'Chloé', 'Dubois', NULL, 'chloe.dubois@example.net; chloe@example.net', '+33 4 55 50 18', 1, NULL, NULL),
    (1016, 'Piotr', NULL, NULL, 'piotr@example.com', NULL, 1, NULL, NULL),
    (1017, NULL, 'Hoffmann', 'Hoffmann Gartenbau', 'hoffmann@example.com', '+49 2203 555019', 0, NULL, NULL),
    (1018, 'Zoé', 'Garçon', NULL, 'zoe.garcon@example.net', NULL, 1, NULL, NULL),
    (1019, 'Harry', 'Walker', '=Walker Holdings', 'harry@example.org', '+44 20 5550 20', 1, NULL, NULL),
    (1020, 'Małgorzata', 'Zielińska', NULL, 'm.zielinska@example.com', NULL, 1, NULL, NULL);

INSERT INTO addresses (address_id, customer_id, kind, is_primary, street, postal_code, city, country, updated_at) VALUES
    (1, 1001, 'billing', 1, 'Venloer Straße 40', '50823', 'Köln', 'DE', '2024-02-11T10:00:00Z'),
    (2, 1001, 'shipping', 0, 'c/o Becker' || char(10) || 'Aachener Straße 7', '50674', 'Köln', 'DE', '2026-05-19T16:21:00Z'),
    (3, 1002, 'billing', 0, 'Bonner Str. 112', '50677', 'Koeln', 'Deutschland', '2022-07-01T08:00:00Z'),
    (4, 1002, 'shipping', 0, 'Bonner Straße 112', '50677', 'Köln', 'Germany', '2025-01-30T12:45:00Z'),
    (5, 1003, 'billing', 1, 'Torstraße 61' || char(13, 10) || '2. Hinterhof', '10119', 'Berlin', 'DE', '2023-03-14T07:30:00Z'),
    (6, 1004, 'billing', 1, '5 O''Connell Street', 'D01', 'Dublin', 'ie', '2025-09-09T09:09:00Z'),
    (7, 1005, 'billing', 1, '12, rue de la République', '69002', 'Lyon', 'France', '2024-12-01T11:00:00Z'),
    (8, 1006, 'billing', 1, 'Venloer Str. 40', '50823', 'Köln', 'DE', '2021-06-06T06:06:00Z'),
    (9, 1007, 'billing', 1, '221 Camden High Street', 'NW1 7BU', 'London', 'UK', '2026-01-15T15:15:00Z'),
    (10, 1009, 'billing', 1, 'Calle Mayor 3, 2.º izq.', '08001', 'Barcelona', 'España', '2025-04-22T10:10:00Z'),
    (11, 1010, 'billing', 1, 'ul. Długa 5/7', '00-238', 'Warszawa', 'PL', '2025-08-08T18:00:00Z'),
    (12, 1012, 'billing', 1, 'Keupstraße 88', '51063', 'Köln', 'de', '2024-10-10T10:10:10Z'),
    (13, 1013, 'billing', 1, '  Am Markt 1 ', '01067', 'Dresden', 'Deutschland', '2020-02-29T12:00:00Z'),
    (14, 1014, 'billing', 1, '10 High Street', 'OX1 4AA', 'Oxford', 'UK', '2024-01-01T00:00:00Z'),
    (15, 1015, 'billing', 1, '3, place Bellecour', '69002', 'Lyon', 'FR', '2026-03-03T13:00:00Z'),
    (16, 1017, 'billing', 1, 'Gartenweg 9', '51149', 'Köln', 'DE', '2019-05-05T05:05:00Z'),
    (17, 1018, 'billing', 1, NULL, NULL, 'Villeurbanne', 'FR', '2026-07-07T07:07:00Z'),
    (18, 1019, 'billing', 1, '1 Canary Wharf', 'E14 5AB', 'London', 'United Kingdom', '2026-02-02T02:02:00Z'),
    (19, 1020, 'billing', 1, 'Rynek Główny 12', '31-042', 'Kraków', 'Polska', '2026-06-16T16:16:00Z');

INSERT INTO orders (order_id, customer_id, ordered_at, status, total_cents) VALUES
    (50001, 1001, '2026-09-02T10:15:00Z', 'shipped', 12980),
    (50002, 1001, '2026-10-11T19:40:00Z', 'paid', 4990),
    (50003, 1001, '2026-10-12T08:00:00Z', 'cancelled', 99900),
    (50004, 1002, '2025-12-20 17:03:11', 'shipped', 8750),
    (50005, 1003, '2026-01-07T06:55:00Z', 'shipped', 64200),
    (50006, 1003, '2026-04-03T07:01:00Z', 'shipped', 58840),
    (50007, 1003, '2026-07-06T07:12:00Z', 'paid', 61100),
    (50008, 1005, '2026-03-18T14:22:00Z', 'shipped', 99999),
    (50009, 1005, '2026-03-19T09:00:00Z', 'shipped', 1),
    (50010, 1006, '2021-08-01T12:00:00Z', 'shipped', 3500),
    (50011, 1007, '2026-02-14T11:11:00Z', 'shipped', 23400),
    (50012, 1007, '2026-08-30T16:45:00Z', 'refunded', -3400),
    (50013, 1008, '2023-01-01T00:00:00Z', 'test', 100000),
    (50014, 1009, '2026-05-05T20:20:00Z', 'paid', 1990),
    (50015, 1010, '2026-10-28T23:59:59Z', 'paid', 7390),
    (50016, 1012, '2026-06-01T09:30:00Z', 'shipped', 249000),
    (50017, 1012, '2026-06-02T09:30:00Z', 'test', 100),
    (50018, 1014, '2025-10-01T10:00:00Z', 'shipped', 5600),
    (50019, 1015, '2026-09-09T09:09:00Z', 'cancelled', 4200),
    (50020, 1017, '2019-06-06T06:06:00Z', 'shipped', 15000),
    (50021, 1019, '2026-10-30T13:37:00Z', 'paid', 180000),
    (50022, 1020, '2026-11-02T08:15:00Z', 'paid', 3250);
