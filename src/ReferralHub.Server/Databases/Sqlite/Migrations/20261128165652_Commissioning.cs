using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Commissioning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "commissioning_load",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    manifest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    files = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissioning_load", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "commissioning_text",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 260, nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissioning_text", x => x.hash);
                });

            migrationBuilder.InsertData(
                table: "lease",
                columns: new[] { "name", "expires", "holder", "token" },
                values: new object[] { "books", new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), "", 0L });

            migrationBuilder.CreateIndex(
                name: "ix_commissioning_load_number",
                table: "commissioning_load",
                column: "number",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "commissioning_load");

            migrationBuilder.DropTable(
                name: "commissioning_text");

            migrationBuilder.DeleteData(
                table: "lease",
                keyColumn: "name",
                keyValue: "books");
        }
    }
}
