using System.Buffers;
using System.Text;
using KServe.Runtime.Files;

namespace KServe.Runtime.LightGbm;

/// <summary>Reads the lines of a text model of <c>key=value</c> lines.</summary>
internal sealed class TextLines(ByteSource source)
{
    private const int MaxKeyLength = 256;

    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Gets whether the file ended.</summary>
    public bool IsAtEnd => source.Peek() < 0;

    /// <summary>Reads what precedes the next '=' of the line and the '=' itself.</summary>
    /// <returns><see langword="null"/> for a line without one, which is consumed then; empty for a blank
    /// line.</returns>
    public string? ReadKey(out string line)
    {
        line = "";
        var window = Show(MaxKeyLength);
        var stop = window.IndexOfAny((byte)'=', (byte)'\n');
        if (stop >= 0 && window[stop] == '=')
        {
            var key = Encoding.UTF8.GetString(window[..stop]);
            source.Advance(stop + 1);
            return key;
        }

        line = ReadLine();
        return line.Length == 0 ? "" : null;
    }

    /// <summary>Reads the rest of the line as text.</summary>
    public string ReadLine()
    {
        _line.ResetWrittenCount();
        while (source.Peek() >= 0)
        {
            var window = source.Window;
            var stop = window.IndexOf((byte)'\n');
            _line.Write(stop < 0 ? window : window[..stop]);
            source.Advance(stop < 0 ? window.Length : stop + 1);
            if (stop >= 0)
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(_line.WrittenSpan.TrimEnd((byte)'\r'));
    }

    /// <summary>Passes over the rest of the line.</summary>
    public void SkipLine()
    {
        while (source.Peek() >= 0)
        {
            var stop = source.Window.IndexOf((byte)'\n');
            source.Advance(stop < 0 ? source.Window.Length : stop + 1);
            if (stop >= 0)
            {
                return;
            }
        }
    }

    private ReadOnlySpan<byte> Show(int count)
    {
        if (source.Window.Length < count && !source.IsLastWindow)
        {
            source.Fill();
        }

        return source.Window[..Math.Min(source.Window.Length, count)];
    }
}
