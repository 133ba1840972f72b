namespace KServe.Runtime.Generative.Grammars;

/// <summary>The formats of strings that are held to; any other is a remark, as JSON Schema has it.</summary>
internal static class StringFormats
{
    private const string Date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private const string Time =
        "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
    private const string Byte = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    /// <summary>Finds the expression of a format.</summary>
    public static string? Find(string format) => format switch
    {
        "date" => Date,
        "time" => Time,
        "date-time" => $"{Date}T{Time}",
        "uuid" => "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
        "ipv4" => $"({Byte}\\.){{3}}{Byte}",
        "email" => "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,4}",
        _ => null,
    };
}
