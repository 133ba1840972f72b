namespace KServe.Client;

/// <summary>Checks the addresses of servers.</summary>
internal static class ServerAddress
{
    /// <summary>Makes sure that an address can be called and holds no secret.</summary>
    /// <returns>The address, ending in a slash so that paths go below it.</returns>
    /// <exception cref="ArgumentException">The address is none; the message does not repeat it.</exception>
    public static Uri Require(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true } || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException(
                "The address of a server must be absolute and begin with http:// or https://.", nameof(address));
        }

        if (address.UserInfo.Length != 0)
        {
            throw new ArgumentException(
                "The address of a server must not hold credentials: send a header Authorization instead.",
                nameof(address));
        }

        if (address.Query.Length != 0 || address.Fragment.Length != 0)
        {
            throw new ArgumentException(
                "The address of a server must have neither query nor fragment.", nameof(address));
        }

        return address.AbsolutePath.EndsWith('/')
            ? address
            : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
    }
}
