using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Tokenization.Configuration;

namespace KServe.Runtime.Generative.TextInputs;

/// <summary>Options, signature and the tokenizer's files put together: what exactly becomes of a text.</summary>
internal sealed class TokenizerPlan
{
    private const int DefaultLength = 512;
    private const int LargestLength = 1 << 20;

    private TokenizerPlan(TokenizerOptions options, ModelSignature inner, string? artifact)
    {
        var file = FindFile(options.File, artifact);
        Options = options;
        Tokenizer = Tokenizer.Load(file);
        var configuration = TokenizerConfigurationReader.Read(Path.GetDirectoryName(file) ?? "");
        var ids = inner.FindInput(options.IdsInput);
        Require(
            inner.Inputs.Count == 0 || ids is not null,
            nameof(options.IdsInput),
            $"one of the model's inputs was expected: {string.Join(", ", inner.Inputs.Select(static it => it.Name))}");
        var declared = ids is { Shape.Rank: 2 } && ids.Shape[1] > 0 ? ids.Shape[1] : (long?)null;
        MaxLength = ChooseLength(declared, configuration);
        PadsToMaxLength = options.PadsToMaxLength ?? declared is not null;
        DataType = options.DataType
            ?? (ids is { DataType: TensorDataType.INT32 } ? TensorDataType.INT32 : TensorDataType.INT64);
        HasMask = inner.Inputs.Count == 0 || inner.FindInput(options.MaskInput) is not null;
        HasTypes = inner.FindInput(options.TypesInput) is not null;
        FillsLeft = (options.PaddingSide ?? Tokenizer.FilePadding?.Direction) == TextSide.Left;
        PadId = ChoosePadId(configuration);
        PadType = Tokenizer.FilePadding?.PadTypeId ?? 0;
        Encoding = new EncodingOptions
        {
            AddSpecialTokens = options.AddSpecialTokens,
            Truncation = !options.Truncates ? null : new TruncationOptions
            {
                MaxLength = MaxLength,
                Direction = options.TruncationSide ?? Tokenizer.FileTruncation?.Direction ?? TextSide.Right,
            },
        };
        CheckFrame();
    }

    public TokenizerOptions Options { get; }

    public Tokenizer Tokenizer { get; }

    public EncodingOptions Encoding { get; }

    public int MaxLength { get; }

    public bool PadsToMaxLength { get; }

    public TensorDataType DataType { get; }

    public bool HasMask { get; }

    public bool HasTypes { get; }

    public bool FillsLeft { get; }

    public int PadId { get; }

    public int PadType { get; }

    /// <exception cref="ArgumentException">An option is out of its range or does not fit the model.</exception>
    /// <exception cref="InferenceException">A file of the tokenizer cannot be read.</exception>
    public static TokenizerPlan Create(TokenizerOptions options, ModelSignature inner, string? artifact)
    {
        Check(options);
        return new TokenizerPlan(options, inner, artifact);
    }

    /// <summary>Describes what clients see: texts instead of the tensors.</summary>
    public ModelSignature Describe(ModelSignature inner)
    {
        List<TensorMetadata> inputs = [Text(Options.Input)];
        if (Options.PairInput is { } pair)
        {
            inputs.Add(Text(pair) with { IsOptional = true });
        }

        inputs.AddRange(inner.Inputs.Where(input => !Makes(input.Name)));
        return inner with { ChecksInputs = true, Inputs = inputs };
    }

    /// <summary>Tells whether an input of the model is made of the texts.</summary>
    public bool Makes(string name) =>
        name == Options.IdsInput || (HasMask && name == Options.MaskInput) || (HasTypes && name == Options.TypesInput);

    /// <summary>Gets the length that texts of a request are filled up to.</summary>
    public int GetLength(int longest)
    {
        var wanted = PadsToMaxLength ? MaxLength : Math.Max(1, longest);
        var rest = wanted % Options.PadToMultipleOf;
        return Math.Min(MaxLength, rest == 0 ? wanted : wanted + Options.PadToMultipleOf - rest);
    }

    private static TensorMetadata Text(string name) =>
        new(name, TensorDataType.BYTES, [-1]) { AcceptsAnyShape = true };

    private static string FindFile(string name, string? artifact)
    {
        var folder = File.Exists(artifact) ? Path.GetDirectoryName(artifact) : artifact;
        var path = Path.Combine(folder ?? "", name);
        return Directory.Exists(path) ? Path.Combine(path, Tokenizer.FileName) : path;
    }

    private static void Check(TokenizerOptions options)
    {
        Require(options.Input.Length != 0, nameof(options.Input), "a name was expected");
        Require(
            options.PairInput is null || (options.PairInput.Length != 0 && options.PairInput != options.Input),
            nameof(options.PairInput),
            "another name than that of the first input was expected");
        Require(options.File.Length != 0, nameof(options.File), "a file was expected");
        RequireRange(options.MaxLength ?? 1, 1, LargestLength, nameof(options.MaxLength));
        RequireRange(options.PadToMultipleOf, 1, 4096, nameof(options.PadToMultipleOf));
        RequireRange(options.MaxTexts, 1, 65_536, nameof(options.MaxTexts));
        RequireRange(options.MaxTextBytes, 1, 1 << 30, nameof(options.MaxTextBytes));
        Require(
            options.DataType is null or TensorDataType.INT64 or TensorDataType.INT32,
            nameof(options.DataType),
            "INT64 or INT32 was expected");
    }

    private static void RequireRange(int value, int min, int max, string option) =>
        Require(value >= min && value <= max, option, $"from {min} to {max} was expected, got {value}");

    private static void Require(bool condition, string option, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"{option}: {expected}.", option);
        }
    }

    private int ChooseLength(long? declared, TokenizerConfiguration configuration)
    {
        Require(
            declared is null || Options.MaxLength is not { } given || given <= declared,
            nameof(Options.MaxLength),
            $"the model takes {declared} tokens, got {Options.MaxLength}");
        var length = Options.MaxLength
            ?? declared
            ?? Tokenizer.FileTruncation?.MaxLength
            ?? configuration.ModelMaxLength
            ?? DefaultLength;
        return (int)Math.Clamp(length, 1, LargestLength);
    }

    private int ChoosePadId(TokenizerConfiguration configuration)
    {
        if (Options.PadToken is { } token)
        {
            var id = Tokenizer.TokenToId(token);
            Require(id is not null, nameof(Options.PadToken), "a token of the vocabulary was expected");
            return id ?? 0;
        }

        return Tokenizer.FilePadding?.PadId
            ?? (configuration.PadToken is { } configured ? Tokenizer.TokenToId(configured) : null)
            ?? Tokenizer.TokenToId("[PAD]")
            ?? Tokenizer.TokenToId("<pad>")
            ?? 0;
    }

    // A length without room for a single token of the text would answer every text alike.
    private void CheckFrame()
    {
        var plain = new EncodingOptions { AddSpecialTokens = Options.AddSpecialTokens };
        var frame = Options.PairInput is null
            ? Tokenizer.Encode("", plain).Ids.Count
            : Tokenizer.Encode("", "", plain).Ids.Count;
        Require(
            frame < MaxLength,
            nameof(Options.MaxLength),
            $"more than the {frame} special tokens that frame a text was expected, got {MaxLength}");
    }
}
