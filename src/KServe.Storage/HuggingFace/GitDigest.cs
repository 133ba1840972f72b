using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace KServe.Storage.HuggingFace;

/// <summary>Computes the digest under which git keeps a file.</summary>
internal static class GitDigest
{
    private const int BufferSize = 64 * 1024;

    [SuppressMessage("Security", "CA5350", Justification = "Git names its objects so; the hub tells no other digest.")]
    public static async Task<string> ComputeAsync(Stream content, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {content.Length}\0"));
        byte[] buffer = new byte[BufferSize];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
