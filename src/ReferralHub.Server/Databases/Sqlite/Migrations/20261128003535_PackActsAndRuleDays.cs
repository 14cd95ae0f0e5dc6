using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PackActsAndRuleDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "rule_avoided",
                columns: table => new
                {
                    pack = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    specialty = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_avoided", x => new { x.day, x.pack, x.rule, x.specialty });
                });

            migrationBuilder.CreateTable(
                name: "rule_day",
                columns: table => new
                {
                    pack = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    met = table.Column<int>(type: "INTEGER", nullable: false),
                    not_met = table.Column<int>(type: "INTEGER", nullable: false),
                    unknown = table.Column<int>(type: "INTEGER", nullable: false),
                    excluded = table.Column<int>(type: "INTEGER", nullable: false),
                    decided = table.Column<int>(type: "INTEGER", nullable: false),
                    accepted = table.Column<int>(type: "INTEGER", nullable: false),
                    returned = table.Column<int>(type: "INTEGER", nullable: false),
                    referred_again = table.Column<int>(type: "INTEGER", nullable: false),
                    overridden = table.Column<int>(type: "INTEGER", nullable: false),
                    opposed = table.Column<int>(type: "INTEGER", nullable: false),
                    days_added = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_day", x => new { x.day, x.pack, x.rule });
                });

            migrationBuilder.CreateTable(
                name: "rule_pack_act",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    pack_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    version = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    person = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_pack_act", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "specialty_price_day",
                columns: table => new
                {
                    specialty = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    pence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_specialty_price_day", x => new { x.day, x.specialty });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "rule_avoided");

            migrationBuilder.DropTable(
                name: "rule_day");

            migrationBuilder.DropTable(
                name: "rule_pack_act");

            migrationBuilder.DropTable(
                name: "specialty_price_day");
        }
    }
}
