using System.Text;

namespace KServe.Storage.Tests.Http;

/// <summary>Makes the bytes of answers.</summary>
internal static class Reply
{
    public static byte[] Ok(byte[] body, params string[] headers) => Make("200 OK", body.Length, body, headers);

    /// <summary>Declares another length than the body has.</summary>
    public static byte[] Lie(long length, byte[] body, params string[] headers) =>
        Make("200 OK", length, body, headers);

    public static byte[] Part(byte[] whole, int from, params string[] headers) => Make(
        "206 Partial Content",
        whole.Length - from,
        whole[from..],
        [$"Content-Range: bytes {from}-{whole.Length - 1}/{whole.Length}", .. headers]);

    public static byte[] Status(string status, params string[] headers) => Make(status, 0, [], headers);

    public static byte[] Redirect(string location) => Status("302 Found", $"Location: {location}");

    private static byte[] Make(string status, long length, byte[] body, string[] headers)
    {
        StringBuilder head = new();
        head.Append("HTTP/1.1 ").Append(status).Append("\r\nConnection: close\r\n");
        if (status[0] != '3' || length > 0)
        {
            head.Append("Content-Length: ").Append(length).Append("\r\n");
        }

        foreach (string header in headers)
        {
            head.Append(header).Append("\r\n");
        }

        head.Append("\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
    }
}
