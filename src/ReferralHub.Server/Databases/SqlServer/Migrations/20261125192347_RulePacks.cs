using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RulePacks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "microseconds",
                table: "triage_run",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "declared_interest",
                columns: table => new
                {
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    provider = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    nature = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_declared_interest", x => new { x.practice, x.provider, x.from });
                });

            migrationBuilder.CreateTable(
                name: "rule_pack",
                columns: table => new
                {
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    pack_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    version = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    text = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    first_used = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_pack", x => x.hash);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "declared_interest");

            migrationBuilder.DropTable(
                name: "rule_pack");

            migrationBuilder.DropColumn(
                name: "microseconds",
                table: "triage_run");
        }
    }
}
