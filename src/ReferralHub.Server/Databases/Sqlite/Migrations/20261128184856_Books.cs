using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Books : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ledger_book",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    last_posting = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_through = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    load = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_book", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_component",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "TEXT", nullable: false),
                    pod = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: false),
                    practice = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    provider = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    tfc = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    price_pence = table.Column<long>(type: "INTEGER", nullable: true),
                    price_version = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    left_per_mille = table.Column<long>(type: "INTEGER", nullable: false),
                    committed_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    consumed_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    released_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    estimated_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    estimated_month = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    choice = table.Column<long>(type: "INTEGER", nullable: false),
                    chosen_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    expected_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    seen_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    has_ended = table.Column<bool>(type: "INTEGER", nullable: false),
                    discharged_by = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    discharged_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    open_pence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_component", x => new { x.referral, x.pod });
                });

            migrationBuilder.CreateTable(
                name: "ledger_plan_year",
                columns: table => new
                {
                    line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    pence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_plan_year", x => new { x.line, x.year });
                });

            migrationBuilder.CreateTable(
                name: "ledger_remark",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    referral = table.Column<Guid>(type: "TEXT", nullable: true),
                    row = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    component = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_remark", x => new { x.position, x.number });
                });

            migrationBuilder.CreateTable(
                name: "ledger_row",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    practice = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    provider = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    tfc = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    pod = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    charged_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    reported_price_pence = table.Column<long>(type: "INTEGER", nullable: true),
                    reported_price_version = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    referral = table.Column<Guid>(type: "TEXT", nullable: true),
                    patient = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    is_in_force = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_frozen = table.Column<bool>(type: "INTEGER", nullable: false),
                    undisputed_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    disputed_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    pooled_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: true),
                    accepted_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    repriced_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    list_price_pence = table.Column<long>(type: "INTEGER", nullable: true),
                    price_version = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    challenges = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    consumed_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    consumed_per_mille = table.Column<long>(type: "INTEGER", nullable: false),
                    consumed_choice = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_row", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "line_care",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: false),
                    holder = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    activity_month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    posted_month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    practice = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    provider = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    tfc = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    source = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    component = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    plan = table.Column<long>(type: "INTEGER", nullable: false),
                    free = table.Column<long>(type: "INTEGER", nullable: false),
                    committed = table.Column<long>(type: "INTEGER", nullable: false),
                    accrued = table.Column<long>(type: "INTEGER", nullable: false),
                    disputed = table.Column<long>(type: "INTEGER", nullable: false),
                    actual = table.Column<long>(type: "INTEGER", nullable: false),
                    award = table.Column<long>(type: "INTEGER", nullable: false),
                    estimated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_line_care", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "line_day",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: false),
                    holder = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    provider = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    referrals = table.Column<long>(type: "INTEGER", nullable: false),
                    pence = table.Column<long>(type: "INTEGER", nullable: false),
                    squares_high = table.Column<long>(type: "INTEGER", nullable: false),
                    squares_low = table.Column<long>(type: "INTEGER", nullable: false),
                    dated = table.Column<long>(type: "INTEGER", nullable: false),
                    wait_days = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_line_day", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "line_month",
                columns: table => new
                {
                    line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: false),
                    activity_month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    posted_month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    holder = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    plan = table.Column<long>(type: "INTEGER", nullable: false),
                    free = table.Column<long>(type: "INTEGER", nullable: false),
                    committed = table.Column<long>(type: "INTEGER", nullable: false),
                    accrued = table.Column<long>(type: "INTEGER", nullable: false),
                    disputed = table.Column<long>(type: "INTEGER", nullable: false),
                    actual = table.Column<long>(type: "INTEGER", nullable: false),
                    award = table.Column<long>(type: "INTEGER", nullable: false),
                    estimated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_line_month", x => new { x.line, x.activity_month, x.posted_month });
                });

            migrationBuilder.CreateTable(
                name: "line_open",
                columns: table => new
                {
                    line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: false),
                    month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    holder = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    open_pence = table.Column<long>(type: "INTEGER", nullable: false),
                    unpriced = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_line_open", x => new { x.line, x.month });
                });

            migrationBuilder.CreateTable(
                name: "month_close",
                columns: table => new
                {
                    month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    last_posting = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_month_close", x => x.month);
                });

            migrationBuilder.CreateTable(
                name: "plan_agreement",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    line = table.Column<string>(type: "TEXT", maxLength: 121, nullable: false),
                    year_starting = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    pence = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    person = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    post = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    client = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    understood = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    about = table.Column<Guid>(type: "TEXT", nullable: true),
                    load = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plan_agreement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plan_line",
                columns: table => new
                {
                    line = table.Column<string>(type: "TEXT", maxLength: 121, nullable: false),
                    year_starting = table.Column<int>(type: "INTEGER", nullable: false),
                    set = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    holder = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    pence = table.Column<long>(type: "INTEGER", nullable: false),
                    agreed_pence = table.Column<long>(type: "INTEGER", nullable: true),
                    agreed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    work_item = table.Column<Guid>(type: "TEXT", nullable: true),
                    load = table.Column<Guid>(type: "TEXT", nullable: false),
                    is_gone = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plan_line", x => new { x.line, x.year_starting });
                });

            migrationBuilder.CreateTable(
                name: "posting",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    line = table.Column<string>(type: "TEXT", maxLength: 124, nullable: false),
                    from = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    to = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    pence = table.Column<long>(type: "INTEGER", nullable: false),
                    activity_month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    posted_month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    cause = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    detail = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    referral = table.Column<Guid>(type: "TEXT", nullable: true),
                    row = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    component = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    price_version = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    practice = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    provider = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    tfc = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    source = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    pair = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_posting", x => x.number);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_row_date",
                table: "ledger_row",
                column: "date");

            migrationBuilder.CreateIndex(
                name: "ix_line_care_line_activity_month",
                table: "line_care",
                columns: new[] { "line", "activity_month" });

            migrationBuilder.CreateIndex(
                name: "ix_line_day_line_day",
                table: "line_day",
                columns: new[] { "line", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_line_month_holder_activity_month",
                table: "line_month",
                columns: new[] { "holder", "activity_month" });

            migrationBuilder.CreateIndex(
                name: "ix_plan_agreement_line_year_starting",
                table: "plan_agreement",
                columns: new[] { "line", "year_starting" });

            migrationBuilder.CreateIndex(
                name: "ix_plan_line_due_on",
                table: "plan_line",
                column: "due_on");

            migrationBuilder.CreateIndex(
                name: "ix_posting_activity_month_posted_month",
                table: "posting",
                columns: new[] { "activity_month", "posted_month" });

            migrationBuilder.CreateIndex(
                name: "ix_posting_line_number",
                table: "posting",
                columns: new[] { "line", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_posting_referral",
                table: "posting",
                column: "referral");

            // A choice that was taken back no longer stands; until now it kept its day, and it would count as one without a price.
            migrationBuilder.Sql("UPDATE activity_referral SET chosen_at = NULL WHERE committed_pence = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ledger_book");

            migrationBuilder.DropTable(
                name: "ledger_component");

            migrationBuilder.DropTable(
                name: "ledger_plan_year");

            migrationBuilder.DropTable(
                name: "ledger_remark");

            migrationBuilder.DropTable(
                name: "ledger_row");

            migrationBuilder.DropTable(
                name: "line_care");

            migrationBuilder.DropTable(
                name: "line_day");

            migrationBuilder.DropTable(
                name: "line_month");

            migrationBuilder.DropTable(
                name: "line_open");

            migrationBuilder.DropTable(
                name: "month_close");

            migrationBuilder.DropTable(
                name: "plan_agreement");

            migrationBuilder.DropTable(
                name: "plan_line");

            migrationBuilder.DropTable(
                name: "posting");
        }
    }
}
