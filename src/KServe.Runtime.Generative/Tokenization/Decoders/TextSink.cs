using System.Text;

namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>The last stage: gathers text.</summary>
internal sealed class TextSink() : DecodeStage(null)
{
    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public override void Push(string token, bool continues) => _text.Append(token);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <summary>Takes the text gathered since the last call.</summary>
    public string Take()
    {
        if (_text.Length == 0)
        {
            return "";
        }

        var text = _text.ToString();
        _text.Clear();
        return text;
    }
}
