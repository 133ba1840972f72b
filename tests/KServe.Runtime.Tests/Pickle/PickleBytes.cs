using System.Text;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Tests.Pickle;

/// <summary>Reads pickles that tests write by hand.</summary>
internal static class PickleBytes
{
    public static object? Read(byte[] bytes) => Read(bytes, TestContext.Current.CancellationToken);

    public static object? Read(byte[] bytes, CancellationToken cancellationToken) => PickleFile.Read(
        new MemoryStream(bytes, writable: false),
        TestPolicy.Permissive,
        new JoblibCompanions("model.pkl", cancellationToken),
        cancellationToken);

    /// <summary>Reads opcodes given as Latin-1 text, which suits those of protocol 0 well.</summary>
    public static object? Read(string opcodes) => Read(Encoding.Latin1.GetBytes(opcodes));

    public static string ReadError(string opcodes) =>
        Assert.Throws<InvalidDataException>(() => Read(opcodes)).Message;
}
