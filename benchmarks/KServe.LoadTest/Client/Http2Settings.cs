using System.Buffers.Binary;

namespace KServe.LoadTest.Client;

/// <summary>What both sides say about themselves at the start of a connection (RFC 9113, section 6.5).</summary>
internal static class Http2Settings
{
    /// <summary>The window of a side that has not said otherwise.</summary>
    public const int DefaultWindow = 65_535;

    /// <summary>The largest window that there is.</summary>
    public const int MaxWindow = int.MaxValue;

    private const ushort HeaderTableSize = 1;
    private const ushort EnablePush = 2;
    private const ushort InitialWindow = 4;
    private const int EntrySize = 6;

    /// <summary>Makes what a client sends first: preface, settings, and a window that is never in the way.</summary>
    public static byte[] CreatePreface()
    {
        var settings = new byte[3 * EntrySize];
        Write(settings, HeaderTableSize, 0);
        Write(settings.AsSpan(EntrySize), EnablePush, 0);
        Write(settings.AsSpan(2 * EntrySize), InitialWindow, MaxWindow);
        return
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
            .. Http2FrameHeader.CreateFrame(Http2FrameType.Settings, 0, 0, settings),
            .. CreateWindowUpdate(MaxWindow - DefaultWindow),
        ];
    }

    /// <summary>Makes a frame that lets the server send more on the connection.</summary>
    public static byte[] CreateWindowUpdate(int increment)
    {
        var payload = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, increment);
        return Http2FrameHeader.CreateFrame(Http2FrameType.WindowUpdate, 0, 0, payload);
    }

    /// <summary>Finds the window that a server gives to every new stream.</summary>
    /// <returns>The window, or <see langword="null"/> when the settings do not name it.</returns>
    public static int? FindInitialWindow(ReadOnlySpan<byte> settings)
    {
        int? window = null;
        for (; settings.Length >= EntrySize; settings = settings[EntrySize..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(settings) == InitialWindow)
            {
                window = BinaryPrimitives.ReadInt32BigEndian(settings[sizeof(ushort)..]);
            }
        }

        return window;
    }

    private static void Write(Span<byte> entry, ushort name, int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(entry, name);
        BinaryPrimitives.WriteInt32BigEndian(entry[sizeof(ushort)..], value);
    }
}
