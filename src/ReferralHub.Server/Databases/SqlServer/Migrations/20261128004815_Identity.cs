using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Identity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "authored",
                table: "journey",
                type: "datetime2",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            // When a referral was written is in its document; for those that are here when it was received stands for it.
            migrationBuilder.Sql("EXEC(N'UPDATE journey SET authored = received;');");

            migrationBuilder.CreateTable(
                name: "referral_identifier",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    system = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    value = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_referral_identifier", x => new { x.referral, x.system, x.value });
                });

            migrationBuilder.CreateIndex(
                name: "ix_journey_authored_id",
                table: "journey",
                columns: new[] { "authored", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_referral_identifier_value_system",
                table: "referral_identifier",
                columns: new[] { "value", "system" });

            // The first identifier of each is all that earlier builds searched.
            migrationBuilder.Sql(
                """
                EXEC(N'INSERT INTO referral_identifier (referral, system, value)
                SELECT referral, LEFT(LEFT(sender_identifier, CHARINDEX(''|'', sender_identifier) - 1), 200),
                       SUBSTRING(sender_identifier, CHARINDEX(''|'', sender_identifier) + 1, 200)
                FROM referral
                WHERE CHARINDEX(''|'', sender_identifier) > 0 AND LEN(sender_identifier) > CHARINDEX(''|'', sender_identifier);');
                """);

            migrationBuilder.DropIndex(
                name: "ix_referral_sender_identifier",
                table: "referral");

            migrationBuilder.DropColumn(
                name: "sender_identifier",
                table: "referral");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "referral_identifier");

            migrationBuilder.DropIndex(
                name: "ix_journey_authored_id",
                table: "journey");

            migrationBuilder.DropColumn(
                name: "authored",
                table: "journey");

            migrationBuilder.AddColumn<string>(
                name: "sender_identifier",
                table: "referral",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateIndex(
                name: "ix_referral_sender_identifier",
                table: "referral",
                column: "sender_identifier");
        }
    }
}
