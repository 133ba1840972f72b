namespace KServe.Runtime.Onnx.Graph;

/// <summary>Holds the value of one attribute of a node: numbers, texts or a small tensor of numbers.</summary>
internal sealed class OnnxAttribute
{
    private const int Single = 1;
    private const int Byte = 2;
    private const int Integer32 = 6;
    private const int Integer64 = 7;
    private const int Double = 11;

    /// <summary>Gets the integers, one for a plain integer.</summary>
    public List<long> Integers { get; } = [];

    /// <summary>Gets the numbers, those of a tensor too.</summary>
    public List<double> Numbers { get; } = [];

    /// <summary>Gets the texts, one for a plain text.</summary>
    public List<string> Texts { get; } = [];

    public static OnnxAttribute Read(ReadOnlySpan<byte> message, out string name)
    {
        name = "";
        var attribute = new OnnxAttribute();
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.ReadText();
                    break;
                case 2:
                    attribute.Numbers.Add(reader.ReadSingle());
                    break;
                case 3:
                    attribute.Integers.Add(reader.ReadInteger());
                    break;
                case 4 or 9:
                    attribute.Texts.Add(Intern(reader.ReadText()));
                    break;
                case 5:
                    attribute.ReadTensor(reader.ReadBytes());
                    break;
                case 7:
                    reader.ReadSingles(attribute.Numbers);
                    break;
                case 8:
                    reader.ReadIntegers(attribute.Integers);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return attribute;
    }

    /// <summary>Keeps one copy of the modes of nodes, which come once per node.</summary>
    private static string Intern(string text) => text switch
    {
        "BRANCH_LEQ" => "BRANCH_LEQ",
        "BRANCH_LT" => "BRANCH_LT",
        "BRANCH_GTE" => "BRANCH_GTE",
        "BRANCH_GT" => "BRANCH_GT",
        "BRANCH_EQ" => "BRANCH_EQ",
        "BRANCH_NEQ" => "BRANCH_NEQ",
        "LEAF" => "LEAF",
        _ => text,
    };

    private void ReadTensor(ReadOnlySpan<byte> message)
    {
        var type = 0L;
        ReadOnlySpan<byte> raw = [];
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    type = reader.ReadInteger();
                    break;
                case 4:
                    reader.ReadSingles(Numbers);
                    break;
                case 5 or 7:
                    reader.ReadIntegers(Integers);
                    break;
                case 9:
                    raw = reader.ReadBytes();
                    break;
                case 10:
                    reader.ReadDoubles(Numbers);
                    break;
                case 13 or 14:
                    throw new InvalidDataException("a tensor lies in another file");
                default:
                    reader.Skip();
                    break;
            }
        }

        ReadRaw(type, raw);
    }

    private void ReadRaw(long type, ReadOnlySpan<byte> raw)
    {
        switch (type)
        {
            case Single:
                foreach (var value in OnnxFieldReader.Cast<float>(raw))
                {
                    Numbers.Add(value);
                }

                break;
            case Double:
                Numbers.AddRange(OnnxFieldReader.Cast<double>(raw));
                break;
            case Byte:
                foreach (var value in raw)
                {
                    Integers.Add(value);
                }

                break;
            case Integer32:
                foreach (var value in OnnxFieldReader.Cast<int>(raw))
                {
                    Integers.Add(value);
                }

                break;
            case Integer64:
                Integers.AddRange(OnnxFieldReader.Cast<long>(raw));
                break;
            default:
                throw new InvalidDataException($"a tensor has the data type {type}, numbers were expected");
        }
    }
}
