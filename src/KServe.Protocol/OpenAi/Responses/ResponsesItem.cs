using System.Text;

namespace KServe.Protocol.OpenAi;

/// <summary>One item that a response puts out, as far as it has come.</summary>
/// <param name="kind">What it is.</param>
/// <param name="id">Names it.</param>
/// <param name="index">Its place among the items.</param>
internal sealed class ResponsesItem(ResponsesItemKind kind, string id, int index)
{
    private readonly StringBuilder _text = new();
    private readonly List<TextLogprob> _logprobs = [];

    public ResponsesItemKind Kind => kind;

    public string Id => id;

    public int Index => index;

    /// <summary>Gets what names the call for the message with its result.</summary>
    public string CallId { get; init; } = "";

    /// <summary>Gets the tool that is called.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets the text, the thoughts or the arguments.</summary>
    public string Text => _text.ToString();

    public IReadOnlyList<TextLogprob> Logprobs => _logprobs;

    public ResponsesStatus Status { get; set; }

    public void Append(string text, IReadOnlyList<TextLogprob> logprobs)
    {
        _text.Append(text);
        _logprobs.AddRange(logprobs);
    }
}
