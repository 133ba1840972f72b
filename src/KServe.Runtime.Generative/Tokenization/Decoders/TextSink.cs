using System.Text;

namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>The last stage: gathers text.</summary>
internal sealed class TextSink() : DecodeStage(null)
{
    private readonly StringBuilder _text = new();

    // A token is usually one text: it is handed on as it is.
    private string _only = "";

    /// <inheritdoc/>
    public override void Push(string token, bool continues)
    {
        if (_only.Length == 0 && _text.Length == 0)
        {
            _only = token;
            return;
        }

        _text.Append(_only).Append(token);
        _only = "";
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <summary>Takes the text gathered since the last call.</summary>
    public string Take()
    {
        var text = _only;
        _only = "";
        if (_text.Length > 0)
        {
            text = _text.ToString();
            _text.Clear();
        }

        return text;
    }
}
