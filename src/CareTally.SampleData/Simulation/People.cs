namespace CareTally.SampleData.Simulation;

/// <summary>Where a customer lives, and so which centre answers.</summary>
internal enum Region
{
    Vietnam,
    UnitedStates,
}

/// <summary>What a contact is about.</summary>
internal enum Issue
{
    Billing,
    Technical,
    Sales,
    Account,
}

/// <summary>An invented customer, as far as it never changes: writers on other threads read it.</summary>
internal sealed record Customer(int Number, Region Region)
{
    private static readonly string[] Providers = ["example.com", "example.org", "example.net"];

    /// <summary>Name of the person.</summary>
    public string Name => Names.Of(Number, Region);

    /// <summary>The address it writes from.</summary>
    public string Email => Names.Email(Name, Number, Providers[Number % 3]);

    /// <summary>One in twelve writes from another address on chat.</summary>
    public string ChatEmail => Number % 12 == 5 ? $"private{Number}@mail.example" : Email;

    /// <summary>The number it calls from, E.164. Some sit behind the switchboard of their firm, and some share a line at home.</summary>
    public string Phone => Number % 97 == 7 ? Switchboard(Number / 97 / 25) : Line(Number % 41 == 3 ? Number - 1 : Number);

    /// <summary>How the firm's own billing knows it.</summary>
    public string ExternalId => $"CUST-{10001 + Number}";

    /// <summary>The device it chats from.</summary>
    public string Device => Ids.Uuid(IdKind.Device, (ulong)Number);

    private string Line(int number) => Region == Region.Vietnam ? $"+849{number:00000000}" : $"+1{AreaCodes[number / 10000 % AreaCodes.Length]}555{number % 10000:0000}";

    private string Switchboard(int firm) => Region == Region.Vietnam ? $"+842839{firm:000000}" : $"+1212556{firm % 10000:0000}";

    private static readonly string[] AreaCodes =
    [
        "201", "202", "203", "205", "206", "207", "208", "209", "210", "213", "214", "215", "216", "217", "218", "219", "224", "225", "228", "229",
        "231", "234", "239", "240", "248", "251", "252", "253", "254", "256", "260", "262", "267", "269", "270", "276", "281", "301", "302", "303",
    ];
}

/// <summary>An invented agent, the same person in every system.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Name">Name.</param>
/// <param name="Team">What the agent mostly handles.</param>
/// <param name="Centre">The system the agent answers in.</param>
/// <param name="Place">Among those of the centre, from 0.</param>
/// <param name="Zone">Where the agent sits.</param>
/// <param name="HiredOn">First day.</param>
/// <param name="Skill">How good: 0 on average.</param>
internal sealed record Agent(int Number, string Name, Issue Team, string Centre, int Place, Zone Zone, DateOnly HiredOn, double Skill)
{
    public string Email { get; } = Names.Email(Name, 0, "example.com");

    /// <summary>The part of the address before the @.</summary>
    public string Login => Email[..Email.IndexOf('@')];
}

/// <summary>Invented names.</summary>
internal static class Names
{
    private static readonly string[] VietnameseFamilies = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"];
    private static readonly string[] VietnameseGiven = ["Văn Minh", "Thị Hoa", "Thu Hà", "Quốc Bảo", "Ngọc Lan", "Anh Tuấn", "Thanh Mai", "Đức Huy", "Khánh Vy", "Gia Hân", "Minh Khôi", "Bảo Châu", "Hải Yến"];
    private static readonly string[] AmericanGiven = ["Ana", "Paul", "Rene", "Kit", "Mara", "Joel", "Dana", "Iris", "Owen", "Tess", "Hugo", "Nell", "Ruth", "Sam", "Vera", "Glen", "Lena"];
    private static readonly string[] AmericanFamilies = ["Reed", "Cole", "Vale", "Moss", "Hart", "Lane", "Frost", "Dale", "Wells", "Stone", "Marsh", "Birch", "Crane", "Ford", "Gale", "Holt", "Nash", "Pike", "Shaw"];
    private static readonly string[] AgentGiven = ["Lan", "Minh", "Hoa", "Tuan", "Mai", "Khoa", "Nga", "Duc", "Thao", "Binh", "Linh", "Phuc", "Yen", "Long", "Trang", "Quang", "Vy", "Nam", "Chi", "Dung", "Ha", "Son"];
    private static readonly string[] AgentFamilies = ["Pham", "Tran", "Le", "Vo", "Dang", "Bui", "Ho", "Ngo", "Duong", "Ly", "Dinh", "Trinh", "Doan", "Luong", "Mac", "Cao", "Kieu"];

    public static string Of(int number, Region region) => region == Region.Vietnam
        ? $"{VietnameseFamilies[number % VietnameseFamilies.Length]} {VietnameseGiven[number % VietnameseGiven.Length]}"
        : $"{AmericanGiven[number % AmericanGiven.Length]} {AmericanFamilies[number % AmericanFamilies.Length]}";

    /// <summary>Names of agents: the first eight are those of the seed agent_roster.</summary>
    public static string OfAgent(int number)
    {
        var given = AgentGiven[number % AgentGiven.Length];
        var family = number < 8 ? AgentFamilies[number] : AgentFamilies[(number + (number / AgentGiven.Length)) % AgentFamilies.Length];
        var round = number / (AgentGiven.Length * AgentFamilies.Length);
        return round == 0 ? $"{given} {family}" : $"{given} {family} {round + 1}";
    }

    /// <summary>An address made of a name.</summary>
    public static string Email(string name, int number, string domain)
    {
        Span<char> text = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++) text[i] = Plain(name[i]);
        return number == 0 ? $"{text}@{domain}" : $"{text}.{number}@{domain}";
    }

    private static char Plain(char letter) => char.ToLowerInvariant(letter) switch
    {
        ' ' => '.',
        'đ' => 'd',
        'ă' or 'â' or 'á' or 'à' or 'ả' or 'ã' or 'ạ' or 'ấ' or 'ầ' or 'ẩ' or 'ẫ' or 'ậ' or 'ắ' or 'ằ' or 'ặ' => 'a',
        'ê' or 'é' or 'è' or 'ế' or 'ề' or 'ể' or 'ệ' or 'ễ' => 'e',
        'ô' or 'ơ' or 'ó' or 'ò' or 'ố' or 'ồ' or 'ổ' or 'ộ' or 'ỗ' or 'ớ' or 'ờ' or 'ợ' or 'ỡ' => 'o',
        'ư' or 'ú' or 'ù' or 'ũ' or 'ứ' or 'ừ' or 'ử' or 'ự' => 'u',
        'ị' or 'í' or 'ì' or 'ĩ' => 'i',
        'ý' or 'ỳ' or 'ỹ' or 'ỵ' => 'y',
        var other => other,
    };
}
