using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ReferralHub.Server.Databases.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_record",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    organisation = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    what = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_record", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "activity_month",
                columns: table => new
                {
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    specialty = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    received = table.Column<int>(type: "int", nullable: false),
                    fast_tracked = table.Column<int>(type: "int", nullable: false),
                    accepted_by_rule = table.Column<int>(type: "int", nullable: false),
                    sent_to_review = table.Column<int>(type: "int", nullable: false),
                    information_requested = table.Column<int>(type: "int", nullable: false),
                    accepted_by_clinician = table.Column<int>(type: "int", nullable: false),
                    returned = table.Column<int>(type: "int", nullable: false),
                    chosen = table.Column<int>(type: "int", nullable: false),
                    declined = table.Column<int>(type: "int", nullable: false),
                    handed_over = table.Column<int>(type: "int", nullable: false),
                    cancelled = table.Column<int>(type: "int", nullable: false),
                    deadlines_passed = table.Column<int>(type: "int", nullable: false),
                    days_in_hub = table.Column<int>(type: "int", nullable: false),
                    committed_pence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_activity_month", x => new { x.practice, x.month, x.specialty, x.provider });
                });

            migrationBuilder.CreateTable(
                name: "activity_referral",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    received = table.Column<DateTime>(type: "datetime2", nullable: false),
                    specialty = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    provider = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    chosen_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    committed_pence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_activity_referral", x => x.referral);
                });

            migrationBuilder.CreateTable(
                name: "choice_link",
                columns: table => new
                {
                    token_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    expires = table.Column<DateTime>(type: "datetime2", nullable: false),
                    wrong_answers = table.Column<int>(type: "int", nullable: false),
                    locked = table.Column<DateTime>(type: "datetime2", nullable: true),
                    used = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_choice_link", x => x.token_hash);
                });

            migrationBuilder.CreateTable(
                name: "declared_interest",
                columns: table => new
                {
                    provider = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    nature = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_declared_interest", x => new { x.practice, x.provider, x.from });
                });

            migrationBuilder.CreateTable(
                name: "declined_service",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    service = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_declined_service", x => new { x.referral, x.service });
                });

            migrationBuilder.CreateTable(
                name: "directory_service",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    site = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    site_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    latitude = table.Column<double>(type: "float", nullable: true),
                    longitude = table.Column<double>(type: "float", nullable: true),
                    specialties = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    age_from = table.Column<int>(type: "int", nullable: true),
                    age_to = table.Column<int>(type: "int", nullable: true),
                    sex = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    priorities_taken = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    wait_days = table.Column<int>(type: "int", nullable: true),
                    wait_as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    has_capacity = table.Column<bool>(type: "bit", nullable: false),
                    price_pence = table.Column<long>(type: "bigint", nullable: true),
                    endpoint = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    telephone = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    active = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_directory_service", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    service = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    endpoint = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rounds = table.Column<int>(type: "int", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    first_tried = table.Column<DateTime>(type: "datetime2", nullable: false),
                    sent = table.Column<DateTime>(type: "datetime2", nullable: true),
                    answered = table.Column<DateTime>(type: "datetime2", nullable: true),
                    document_version = table.Column<int>(type: "int", nullable: false),
                    message = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    message_length = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispatch", x => x.message_id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_notice",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    dispatch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    notice = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    document_version = table.Column<int>(type: "int", nullable: false),
                    first_tried = table.Column<DateTime>(type: "datetime2", nullable: false),
                    answered = table.Column<DateTime>(type: "datetime2", nullable: true),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispatch_notice", x => x.message_id);
                });

            migrationBuilder.CreateTable(
                name: "document",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    media_type = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    length = table.Column<int>(type: "int", nullable: false),
                    bytes = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document", x => new { x.referral, x.version });
                });

            migrationBuilder.CreateTable(
                name: "heartbeat",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    detail = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_heartbeat", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "indicative_budget",
                columns: table => new
                {
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    year_starting = table.Column<int>(type: "int", nullable: false),
                    pence = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_indicative_budget", x => new { x.practice, x.year_starting });
                });

            migrationBuilder.CreateTable(
                name: "journey",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reference = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    stage = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    stage_entered = table.Column<DateTime>(type: "datetime2", nullable: false),
                    updated = table.Column<DateTime>(type: "datetime2", nullable: false),
                    owner_kind = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: true, collation: "Latin1_General_100_BIN2"),
                    owner = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    due = table.Column<DateTime>(type: "datetime2", nullable: true),
                    priority = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    specialty = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true, collation: "Latin1_General_100_BIN2"),
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: true, collation: "Latin1_General_100_BIN2"),
                    sender = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    patient_key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    clock_start = table.Column<DateOnly>(type: "date", nullable: false),
                    received = table.Column<DateTime>(type: "datetime2", nullable: false),
                    document_version = table.Column<int>(type: "int", nullable: false),
                    follows = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    flag_codes = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    wake_count = table.Column<int>(type: "int", nullable: false),
                    wake_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    sending_since = table.Column<DateTime>(type: "datetime2", nullable: true),
                    stuck_reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    stuck_since = table.Column<DateTime>(type: "datetime2", nullable: true),
                    escalations = table.Column<int>(type: "int", nullable: false),
                    escalate_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    deaths = table.Column<int>(type: "int", nullable: false),
                    parked_since = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey", x => x.id);
                    table.CheckConstraint("ck_journey_owner_and_due", "stage IN ('HandedOver','Returned','Cancelled','EnteredInError') OR (owner_kind IS NOT NULL AND owner IS NOT NULL AND due IS NOT NULL)");
                    table.CheckConstraint("ck_journey_wake", "stage NOT IN ('Received','Accepted','Chosen') OR wake_at IS NOT NULL");
                });

            migrationBuilder.CreateTable(
                name: "journey_event",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    type = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    actor = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    data = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    position = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_event", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lease",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    holder = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    token = table.Column<long>(type: "bigint", nullable: false),
                    expires = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lease", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "log_cursor",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_cursor", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "offer",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    available = table.Column<int>(type: "int", nullable: false),
                    shown = table.Column<int>(type: "int", nullable: false),
                    sort_key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    origin_kind = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    not_applicable = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    why_few = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    options = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    chosen_service = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    chosen_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    chosen_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_offer", x => new { x.referral, x.version });
                });

            migrationBuilder.CreateTable(
                name: "operator_act",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    act = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    cause = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operator_act", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pending_decision",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    stage_entered = table.Column<DateTime>(type: "datetime2", nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reviewer_role = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason_code = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: 8000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    specialty = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    priority = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    second_reader = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    effect = table.Column<DateTime>(type: "datetime2", nullable: true),
                    due = table.Column<DateTime>(type: "datetime2", nullable: false),
                    escalate_at = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pending_decision", x => x.referral);
                });

            migrationBuilder.CreateTable(
                name: "practice",
                columns: table => new
                {
                    ods = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    list_size = table.Column<int>(type: "int", nullable: false),
                    latitude = table.Column<double>(type: "float", nullable: true),
                    longitude = table.Column<double>(type: "float", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_practice", x => x.ods);
                });

            migrationBuilder.CreateTable(
                name: "practice_message",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    practice = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    author = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: 8000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    attachment_title = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    attachment_type = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    attachment = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_practice_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "protection_key",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    xml = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    made = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referral",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    nhs_number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true, collation: "Latin1_General_100_BIN2"),
                    family = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    family_key = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    given = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    gender = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    sender_identifier = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    full_url = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    correlation_id = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    facts = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_referral", x => x.referral);
                });

            migrationBuilder.CreateTable(
                name: "review_act",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    other = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: 8000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    until = table.Column<DateTime>(type: "datetime2", nullable: true),
                    session = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    seconds = table.Column<int>(type: "int", nullable: true),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_act", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "review_claim",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reviewer = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    since = table.Column<DateTime>(type: "datetime2", nullable: false),
                    until = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_claim", x => x.referral);
                });

            migrationBuilder.CreateTable(
                name: "review_decision",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reviewer_role = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason_code = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: 8000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    specialty_before = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    specialty_after = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    priority_before = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    priority_after = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    second_reader = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_decision", x => new { x.referral, x.version });
                });

            migrationBuilder.CreateTable(
                name: "review_draft",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    fields = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    saved = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_draft", x => new { x.referral, x.reviewer });
                });

            migrationBuilder.CreateTable(
                name: "review_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    started = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ended = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_session", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reviewer_interest",
                columns: table => new
                {
                    provider = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    reviewer = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    nature = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reviewer_interest", x => new { x.reviewer, x.provider, x.from });
                });

            migrationBuilder.CreateTable(
                name: "rule_pack",
                columns: table => new
                {
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    pack_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    first_used = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_pack", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "sender_rhythm",
                columns: table => new
                {
                    sender = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    first = table.Column<DateTime>(type: "datetime2", nullable: false),
                    last = table.Column<DateTime>(type: "datetime2", nullable: false),
                    messages = table.Column<int>(type: "int", nullable: false),
                    longest_pause_minutes = table.Column<double>(type: "float", nullable: false),
                    silent_since = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sender_rhythm", x => x.sender);
                });

            migrationBuilder.CreateTable(
                name: "submission",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sender = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    message_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    content_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    document_version = table.Column<int>(type: "int", nullable: false),
                    response_status = table.Column<int>(type: "int", nullable: false),
                    remarks = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    request_id = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    correlation_id = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    source = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_submission", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "triage_run",
                columns: table => new
                {
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(24)", maxLength: 24, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    fired = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    packs = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rules_considered = table.Column<int>(type: "int", nullable: false),
                    microseconds = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_triage_run", x => new { x.referral, x.version });
                });

            migrationBuilder.CreateTable(
                name: "work_item",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    referral = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    document = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    sender = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    raised = table.Column<DateTime>(type: "datetime2", nullable: false),
                    due = table.Column<DateTime>(type: "datetime2", nullable: false),
                    settled = table.Column<DateTime>(type: "datetime2", nullable: true),
                    settled_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    settlement = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_work_item", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "lease",
                columns: new[] { "name", "expires", "holder", "token" },
                values: new object[] { "reference-data", new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), "", 0L });

            migrationBuilder.CreateIndex(
                name: "ix_access_record_referral_at",
                table: "access_record",
                columns: new[] { "referral", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_activity_referral_practice_chosen_at",
                table: "activity_referral",
                columns: new[] { "practice", "chosen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_choice_link_referral",
                table: "choice_link",
                column: "referral");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_referral",
                table: "dispatch",
                column: "referral");

            migrationBuilder.CreateIndex(
                name: "ix_journey_escalate_at",
                table: "journey",
                column: "escalate_at",
                filter: "escalate_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_follows",
                table: "journey",
                column: "follows",
                filter: "follows IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_parked_since",
                table: "journey",
                column: "parked_since",
                filter: "parked_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_patient_key_received",
                table: "journey",
                columns: new[] { "patient_key", "received" });

            migrationBuilder.CreateIndex(
                name: "ix_journey_practice_received",
                table: "journey",
                columns: new[] { "practice", "received" });

            migrationBuilder.CreateIndex(
                name: "ix_journey_reference",
                table: "journey",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_journey_stage_due_id",
                table: "journey",
                columns: new[] { "stage", "due", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_journey_stuck_since",
                table: "journey",
                column: "stuck_since",
                filter: "stuck_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_updated_id",
                table: "journey",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_journey_wake_at",
                table: "journey",
                column: "wake_at",
                filter: "wake_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_event_position",
                table: "journey_event",
                column: "position",
                unique: true,
                filter: "[position] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journey_event_referral_version_type",
                table: "journey_event",
                columns: new[] { "referral", "version", "type" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_operator_act_at",
                table: "operator_act",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_operator_act_referral",
                table: "operator_act",
                column: "referral");

            migrationBuilder.CreateIndex(
                name: "ix_pending_decision_reviewer_at",
                table: "pending_decision",
                columns: new[] { "reviewer", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_practice_message_referral_at",
                table: "practice_message",
                columns: new[] { "referral", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_referral_correlation_id",
                table: "referral",
                column: "correlation_id");

            migrationBuilder.CreateIndex(
                name: "ix_referral_family_key",
                table: "referral",
                column: "family_key");

            migrationBuilder.CreateIndex(
                name: "ix_referral_full_url",
                table: "referral",
                column: "full_url");

            migrationBuilder.CreateIndex(
                name: "ix_referral_nhs_number",
                table: "referral",
                column: "nhs_number");

            migrationBuilder.CreateIndex(
                name: "ix_referral_sender_identifier",
                table: "referral",
                column: "sender_identifier");

            migrationBuilder.CreateIndex(
                name: "ix_review_act_by_at",
                table: "review_act",
                columns: new[] { "by", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_review_act_referral",
                table: "review_act",
                column: "referral");

            migrationBuilder.CreateIndex(
                name: "ix_review_act_session",
                table: "review_act",
                column: "session",
                filter: "session IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_review_claim_until",
                table: "review_claim",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_review_decision_reviewer_at",
                table: "review_decision",
                columns: new[] { "reviewer", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_review_session_reviewer_started",
                table: "review_session",
                columns: new[] { "reviewer", "started" });

            migrationBuilder.CreateIndex(
                name: "ix_sender_rhythm_last",
                table: "sender_rhythm",
                column: "last");

            migrationBuilder.CreateIndex(
                name: "ix_submission_message_id_sender",
                table: "submission",
                columns: new[] { "message_id", "sender" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_submission_referral",
                table: "submission",
                column: "referral");

            migrationBuilder.CreateIndex(
                name: "ix_work_item_settled_due",
                table: "work_item",
                columns: new[] { "settled", "due" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_record");

            migrationBuilder.DropTable(
                name: "activity_month");

            migrationBuilder.DropTable(
                name: "activity_referral");

            migrationBuilder.DropTable(
                name: "choice_link");

            migrationBuilder.DropTable(
                name: "declared_interest");

            migrationBuilder.DropTable(
                name: "declined_service");

            migrationBuilder.DropTable(
                name: "directory_service");

            migrationBuilder.DropTable(
                name: "dispatch");

            migrationBuilder.DropTable(
                name: "dispatch_notice");

            migrationBuilder.DropTable(
                name: "document");

            migrationBuilder.DropTable(
                name: "heartbeat");

            migrationBuilder.DropTable(
                name: "indicative_budget");

            migrationBuilder.DropTable(
                name: "journey");

            migrationBuilder.DropTable(
                name: "journey_event");

            migrationBuilder.DropTable(
                name: "lease");

            migrationBuilder.DropTable(
                name: "log_cursor");

            migrationBuilder.DropTable(
                name: "offer");

            migrationBuilder.DropTable(
                name: "operator_act");

            migrationBuilder.DropTable(
                name: "pending_decision");

            migrationBuilder.DropTable(
                name: "practice");

            migrationBuilder.DropTable(
                name: "practice_message");

            migrationBuilder.DropTable(
                name: "protection_key");

            migrationBuilder.DropTable(
                name: "referral");

            migrationBuilder.DropTable(
                name: "review_act");

            migrationBuilder.DropTable(
                name: "review_claim");

            migrationBuilder.DropTable(
                name: "review_decision");

            migrationBuilder.DropTable(
                name: "review_draft");

            migrationBuilder.DropTable(
                name: "review_session");

            migrationBuilder.DropTable(
                name: "reviewer_interest");

            migrationBuilder.DropTable(
                name: "rule_pack");

            migrationBuilder.DropTable(
                name: "sender_rhythm");

            migrationBuilder.DropTable(
                name: "submission");

            migrationBuilder.DropTable(
                name: "triage_run");

            migrationBuilder.DropTable(
                name: "work_item");
        }
    }
}
