namespace KServe.PayloadLogging;

/// <summary>Names what of an inference is logged.</summary>
public enum PayloadLogMode
{
    /// <summary>Requests and responses.</summary>
    All,

    /// <summary>Requests alone.</summary>
    Request,

    /// <summary>Responses alone.</summary>
    Response,
}
