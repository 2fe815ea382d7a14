drop table vendor_circuits;
drop table vendor_features;
drop table vendor_connections;
