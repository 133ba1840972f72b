using System.Text;

namespace KServe.Runtime.Pickle.Reading;

/// <summary>Texts and bytes.</summary>
internal sealed partial class PickleReader
{
    private bool ExecuteText(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.ShortBinUnicode:
                PushText(_source.ReadByte());
                return true;
            case PickleOpcode.BinUnicode:
                PushText(_source.ReadUInt32());
                return true;
            case PickleOpcode.BinUnicode8:
                PushText(_source.ReadLength());
                return true;
            case PickleOpcode.ShortBinBytes:
                PushBytes(_source.ReadByte());
                return true;
            case PickleOpcode.BinBytes:
                PushBytes(_source.ReadUInt32());
                return true;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8:
                PushBytes(_source.ReadLength());
                return true;
            case PickleOpcode.ShortBinString:
                PushString(_source.ReadBytes(_source.ReadByte()));
                return true;
            case PickleOpcode.BinString:
                PushString(_source.ReadBytes(_source.ReadInt32()));
                return true;
            case PickleOpcode.String:
                PushString(PickleText.DecodeQuoted(_source.ReadLine(Array.MaxLength)));
                return true;
            case PickleOpcode.Unicode:
                var text = PickleText.DecodeRawEscapes(_source.ReadLine(Array.MaxLength));
                Push(text, ObjectSize + (2 * text.Length));
                return true;
            default:
                return false;
        }
    }

    private void PushText(long length)
    {
        if (length >= PickleLongText.Threshold)
        {
            Push(new PickleLongText(_source.ReadBytes(length)), ObjectSize);
            return;
        }

        var text = PickleText.Decode(_source.ReadShort((int)length));
        Push(text, ObjectSize + (2 * text.Length));
    }

    private void PushBytes(long length) => Push(_source.ReadBytes(length), ObjectSize);

    /// <summary>Pushes what Python 2 called a string: a text when it is one, else bytes.</summary>
    private void PushString(byte[] bytes) =>
        Push(Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : bytes, ObjectSize + (2 * bytes.Length));
}
