using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative;

/// <summary>Configures how texts become the tensors of token ids that a model takes.</summary>
/// <remarks>
/// Read when the model loads. What is left out follows from the signature of the model and from the files beside its
/// tokenizer, where those say it.
/// </remarks>
public sealed class TokenizerOptions
{
    /// <summary>Gets or sets the name of the input that clients send: BYTES, a text in each element.</summary>
    /// <value>Default: <c>text</c>.</value>
    public string Input { get; set; } = "text";

    /// <summary>Gets or sets the name of the input with the second text of each pair.</summary>
    /// <value>Default: none; with a name clients may send it, as many texts as the first input has.</value>
    public string? PairInput { get; set; }

    /// <summary>Gets or sets the tokenizer's file.</summary>
    /// <value>A path, relative to the folder of the model. Default: <c>tokenizer.json</c>.</value>
    public string File { get; set; } = Tokenizer.FileName;

    /// <summary>Gets or sets the most tokens of a text, or of a pair, special tokens counted.</summary>
    /// <value>
    /// From 1 to 1048576. Default: the length that the model declares, else what <c>tokenizer.json</c> or
    /// <c>tokenizer_config.json</c> says, else 512.
    /// </value>
    public int? MaxLength { get; set; }

    /// <summary>Gets or sets whether longer texts are cut.</summary>
    /// <value>Default: <see langword="true"/>. Otherwise they are errors of the client.</value>
    public bool Truncates { get; set; } = true;

    /// <summary>Gets or sets the end at which longer texts are cut.</summary>
    /// <value>Default: <see cref="TextSide.Right"/>, or as <c>tokenizer.json</c> says.</value>
    public TextSide? TruncationSide { get; set; }

    /// <summary>Gets or sets whether shorter texts are filled up to <see cref="MaxLength"/>.</summary>
    /// <value>
    /// Default: where the model declares that length; otherwise texts are filled up to the longest of their request.
    /// </value>
    /// <remarks>Requests of one length can share a batch.</remarks>
    public bool? PadsToMaxLength { get; set; }

    /// <summary>Gets or sets a number of which the length of filled up texts is a multiple.</summary>
    /// <value>From 1 to 4096. Default: 1. <see cref="MaxLength"/> bounds it.</value>
    public int PadToMultipleOf { get; set; } = 1;

    /// <summary>Gets or sets the end at which shorter texts are filled up.</summary>
    /// <value>Default: <see cref="TextSide.Right"/>, or as <c>tokenizer.json</c> says.</value>
    public TextSide? PaddingSide { get; set; }

    /// <summary>Gets or sets the token that fills up.</summary>
    /// <value>
    /// Default: that of <c>tokenizer.json</c> or <c>tokenizer_config.json</c>, else <c>[PAD]</c> or
    /// <c>&lt;pad&gt;</c>, else the token of id 0. The mask leaves it out in any case.
    /// </value>
    public string? PadToken { get; set; }

    /// <summary>Gets or sets whether the special tokens that frame a text are added.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool AddSpecialTokens { get; set; } = true;

    /// <summary>Gets or sets the data type of the tensors.</summary>
    /// <value>INT64 or INT32. Default: as the model declares, else INT64.</value>
    public TensorDataType? DataType { get; set; }

    /// <summary>Gets or sets the model's input for the ids of the tokens.</summary>
    /// <value>Default: <c>input_ids</c>.</value>
    public string IdsInput { get; set; } = "input_ids";

    /// <summary>Gets or sets the model's input with 1 for tokens and 0 for what fills up.</summary>
    /// <value>Default: <c>attention_mask</c>. Left out where the model declares its inputs without it.</value>
    public string MaskInput { get; set; } = "attention_mask";

    /// <summary>Gets or sets the model's input with 0 for tokens of a first text and 1 for those of a second.</summary>
    /// <value>Default: <c>token_type_ids</c>. Sent only where the model declares it.</value>
    public string TypesInput { get; set; } = "token_type_ids";

    /// <summary>Gets or sets how many texts a request may have.</summary>
    /// <value>From 1 to 65536. Default: 256.</value>
    public int MaxTexts { get; set; } = 256;

    /// <summary>Gets or sets how long a text may be before it is looked at.</summary>
    /// <value>Bytes of UTF-8, from 1 to 1073741824. Default: 1048576 (1 MiB).</value>
    public int MaxTextBytes { get; set; } = 1 << 20;
}
