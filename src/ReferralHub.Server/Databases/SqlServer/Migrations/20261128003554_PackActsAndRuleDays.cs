using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
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
                    pack = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rule = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    specialty = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    count = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_avoided", x => new { x.day, x.pack, x.rule, x.specialty });
                });

            migrationBuilder.CreateTable(
                name: "rule_day",
                columns: table => new
                {
                    pack = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rule = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    title = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    met = table.Column<int>(type: "int", nullable: false),
                    not_met = table.Column<int>(type: "int", nullable: false),
                    unknown = table.Column<int>(type: "int", nullable: false),
                    excluded = table.Column<int>(type: "int", nullable: false),
                    decided = table.Column<int>(type: "int", nullable: false),
                    accepted = table.Column<int>(type: "int", nullable: false),
                    returned = table.Column<int>(type: "int", nullable: false),
                    referred_again = table.Column<int>(type: "int", nullable: false),
                    overridden = table.Column<int>(type: "int", nullable: false),
                    opposed = table.Column<int>(type: "int", nullable: false),
                    days_added = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_day", x => new { x.day, x.pack, x.rule });
                });

            migrationBuilder.CreateTable(
                name: "rule_pack_act",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    pack_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    person = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_pack_act", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "specialty_price_day",
                columns: table => new
                {
                    specialty = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    count = table.Column<int>(type: "int", nullable: false),
                    pence = table.Column<long>(type: "bigint", nullable: false)
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
