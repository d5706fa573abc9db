using System.Data.Common;
using System.Globalization;
using IntegrationFramework;

namespace Integrations.CustomerDirectory;

/// <summary>The query that the directory is made of, and how a row of it is read.</summary>
internal static class CrmQuery
{
    public static SqlQuery Customers(bool includeInactive, DateOnly? orderedSince) =>
        new("""
            WITH best_address AS (
                -- The primary address, else the one changed last.
                SELECT *, row_number() OVER (
                    PARTITION BY customer_id ORDER BY is_primary DESC, updated_at DESC, address_id DESC) AS rank
                FROM addresses
            ),
            order_totals AS (
                SELECT customer_id, count(*) AS orders, sum(total_cents) AS spent_cents, max(date(ordered_at)) AS last_order_on
                FROM orders
                WHERE status NOT IN ('cancelled', 'test')
                GROUP BY customer_id
            )
            SELECT c.customer_id, c.first_name, c.last_name, c.company, c.email, c.phone,
                   a.street, a.postal_code, a.city, a.country,
                   coalesce(o.orders, 0) AS orders, coalesce(o.spent_cents, 0) AS spent_cents, o.last_order_on
            FROM customers c
            LEFT JOIN best_address a ON a.customer_id = c.customer_id AND a.rank = 1
            LEFT JOIN order_totals o ON o.customer_id = c.customer_id
            WHERE c.merged_into IS NULL
              AND c.deleted_at IS NULL
              AND (c.active = 1 OR @include_inactive)
              AND (@ordered_since IS NULL OR o.last_order_on >= @ordered_since)
            ORDER BY c.customer_id
            """,
            ("include_inactive", includeInactive),
            ("ordered_since", orderedSince));

    public static CrmCustomer Read(DbDataReader row) => new()
    {
        CustomerId = row.GetInt64(0),
        FirstName = Text(row, 1),
        LastName = Text(row, 2),
        Company = Text(row, 3),
        Email = Text(row, 4),
        Phone = Text(row, 5),
        Street = Text(row, 6),
        PostalCode = Text(row, 7),
        City = Text(row, 8),
        Country = Text(row, 9),
        Orders = row.GetInt32(10),
        SpentCents = row.GetInt64(11),
        LastOrderOn = Text(row, 12) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
    };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
