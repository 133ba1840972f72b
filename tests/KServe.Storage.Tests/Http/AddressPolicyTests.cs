using System.Net;
using KServe.Storage.Http;

namespace KServe.Storage.Tests.Http;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("8.8.8.8", AddressClass.Public)]
    [InlineData("172.15.0.1", AddressClass.Public)]
    [InlineData("172.32.0.1", AddressClass.Public)]
    [InlineData("2606:4700::1111", AddressClass.Public)]
    [InlineData("::ffff:8.8.8.8", AddressClass.Public)]
    [InlineData("64:ff9b::808:808", AddressClass.Public)]
    [InlineData("127.0.0.1", AddressClass.Private)]
    [InlineData("127.255.0.1", AddressClass.Private)]
    [InlineData("0.0.0.0", AddressClass.Private)]
    [InlineData("10.1.2.3", AddressClass.Private)]
    [InlineData("172.16.0.1", AddressClass.Private)]
    [InlineData("192.168.1.1", AddressClass.Private)]
    [InlineData("100.64.0.1", AddressClass.Private)]
    [InlineData("169.254.1.1", AddressClass.Private)]
    [InlineData("::1", AddressClass.Private)]
    [InlineData("::", AddressClass.Private)]
    [InlineData("fe80::1%3", AddressClass.Private)]
    [InlineData("fd12::1", AddressClass.Private)]
    [InlineData("::ffff:127.0.0.1", AddressClass.Private)]
    [InlineData("64:ff9b::7f00:1", AddressClass.Private)]
    [InlineData("2002:7f00:1::", AddressClass.Private)]
    [InlineData("169.254.169.254", AddressClass.Metadata)]
    [InlineData("::ffff:169.254.169.254", AddressClass.Metadata)]
    [InlineData("fd00:ec2::254", AddressClass.Metadata)]
    [InlineData("100.100.100.200", AddressClass.Metadata)]
    [InlineData("224.0.0.1", AddressClass.Never)]
    [InlineData("255.255.255.255", AddressClass.Never)]
    [InlineData("ff02::1", AddressClass.Never)]
    [InlineData("::7f00:1", AddressClass.Never)]
    [InlineData("2001:db8::1", AddressClass.Never)]
    [InlineData("2001::1", AddressClass.Never)]
    internal void Classify_Address_HasItsClass(string address, AddressClass expected) =>
        Assert.Equal(expected, AddressClasses.Classify(IPAddress.Parse(address)));

    [Fact]
    public void IsAllowed_PrivateNetworks_LeavesMetadataToTheHostList()
    {
        AddressPolicy strict = new(new StorageOptions());
        AddressPolicy open = new(new StorageOptions { AllowPrivateNetworks = true });
        StorageOptions listed = new();
        listed.AllowedPrivateHosts.Add("Metadata.Internal");
        AddressPolicy list = new(listed);
        IPAddress metadata = IPAddress.Parse("169.254.169.254");

        Assert.True(strict.IsAllowed("h", IPAddress.Parse("8.8.8.8")));
        Assert.False(strict.IsAllowed("h", IPAddress.Loopback));
        Assert.True(open.IsAllowed("h", IPAddress.Loopback));
        Assert.False(open.IsAllowed("h", metadata));
        Assert.False(open.IsAllowed("h", IPAddress.Broadcast));
        Assert.True(list.IsAllowed("metadata.internal", metadata));
        Assert.False(list.IsAllowed("other", metadata));
        Assert.False(list.IsAllowed("metadata.internal", IPAddress.Broadcast));
    }
}
